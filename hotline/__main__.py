"""python -m hotline: the command line."""

import sys

from hotline.cli import main

if __name__ == "__main__":
    sys.exit(main())

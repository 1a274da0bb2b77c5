"""python -m hotline: the command line."""

import gc
import sys

# What is read now stays until the end: looking through it for rubbish again and again is a quarter of a start's time.
gc.disable()

from hotline.cli import main  # noqa: E402

gc.freeze()
gc.enable()

if __name__ == "__main__":
    sys.exit(main())

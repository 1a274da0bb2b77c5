"""One checked configuration for every process: config.yaml, the environment, and secrets made once.

The only reader of the environment, and with ivr_flows/load.py the only one of YAML.
"""

from hotline.config.complete import Keys
from hotline.config.load import config_from_environment, load_config, remarks_on
from hotline.config.models import Config
from hotline.config.problems import ConfigError, Problem

__all__ = ["Config", "ConfigError", "Keys", "Problem", "config_from_environment", "load_config", "remarks_on"]

"""The whole hotline on one machine without any service of the system: a real Redis below the data
folder, and every process of the set started, watched and stopped together."""

"""What happens later, or again: jobs, the worker process and the cron process."""

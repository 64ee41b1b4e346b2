"""The one write path: batches, history, the policy, derived facts, search and jobs."""

"""The command and the scripts as a runner meets them."""

"""What is measured, against what, in one run: each module builds its own data and throws it away."""

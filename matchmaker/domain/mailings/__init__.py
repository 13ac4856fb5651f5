"""Letters an organiser writes to many: what stands ready, whom they go to, what they may say, and when they leave."""

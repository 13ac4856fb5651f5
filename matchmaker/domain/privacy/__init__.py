"""What one person sees of another."""

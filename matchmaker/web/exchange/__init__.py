"""The door behind every badge's QR code."""

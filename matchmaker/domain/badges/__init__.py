"""What a badge carries: an opaque code, its picture, and the paper it is printed on."""

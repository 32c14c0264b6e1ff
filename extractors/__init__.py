"""What a page says: bytes and text in, frozen values out. No I/O, no clock."""

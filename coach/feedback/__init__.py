"""What the owner learns from people: which answers helped, and which questions had none."""

"""What other programs use Reckoner through."""

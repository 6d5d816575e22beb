"""Word problems as programs: which two quantities are joined how, step after step, until the answer stands there."""

"""Personal data as the register describes it: found, counted, and erased."""

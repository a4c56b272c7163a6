// nothing at all: what every other one is compared with.

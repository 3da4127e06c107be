demo-other-network = This data folder holds a network that is not a demonstration. Choose another one with --data.

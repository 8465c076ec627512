"""Speed and memory as ratios against named peers in the same run. `make bench` prints them."""

{info:{s:"x",total_results:0},rows:[]}

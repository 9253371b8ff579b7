"""What every benchmark needs: data, servers, a client that costs little, a clock that takes turns, a table."""

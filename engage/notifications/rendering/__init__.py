"""From a message row to an e-mail: shared words rendered once a batch, own words filled in."""

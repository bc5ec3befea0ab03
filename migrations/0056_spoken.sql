-- A reporter who reads in a language of one file beside the three is written to in it; `language` stays the one of the three in which texts of others are chosen.

alter table reports add column speaks text check (speaks ~ '^[a-z]{2,8}$');

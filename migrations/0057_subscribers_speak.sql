-- A reader of advisories who reads in a language of one file beside the three is written to in it; `language` stays the one of the three in which the team's own texts are chosen.

alter table advisory_subscribers add column speaks text check (speaks ~ '^[a-z]{2,8}$');

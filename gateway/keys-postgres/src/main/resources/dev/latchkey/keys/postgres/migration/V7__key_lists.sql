-- Lists by name and searches read the folded name instead of folding every name anew. In plain
-- character order, which is the order of the pages, so that the index gives a page by itself.
DROP INDEX latchkey.api_key_by_name;
ALTER TABLE latchkey.api_key ADD COLUMN folded_name text COLLATE "C"
  GENERATED ALWAYS AS (latchkey.fold(name)) STORED;
CREATE INDEX api_key_by_name ON latchkey.api_key (tenant, folded_name, id);

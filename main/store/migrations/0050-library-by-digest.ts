export const up = `
  CREATE INDEX files_by_checksum ON files (checksum);
`

/**
 * @param {string} adminUrl
 * @param {string} name
 */
export function createDatabase(adminUrl, name) {
  return runStatement(adminUrl, (quote) => `CREATE DATABASE ${quote(name)}`);
}

/**
 * @param {string} adminUrl
 * @param {string} name
 */
export function dropDatabase(adminUrl, name) {
  return runStatement(adminUrl, (quote) => `DROP DATABASE IF EXISTS ${quote(name)} WITH (FORCE)`);
}

/**
 * @param {string} url
 * @param {(quote: (identifier: string) => string) => string} statement
 */
async function runStatement(url, statement) {
  // Not at load: the bootstrap loads this file before any package is installed.
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement((identifier) => client.escapeIdentifier(identifier)));
  } finally {
    await client.end();
  }
}

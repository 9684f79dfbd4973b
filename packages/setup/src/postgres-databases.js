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
function runStatement(url, statement) {
  return withAdmin(url, (client) =>
    client.query(statement((identifier) => client.escapeIdentifier(identifier))),
  );
}

/**
 * Runs `work` with a connection of its own.
 *
 * @template T
 * @param {string} url
 * @param {(client: import("pg").Client) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withAdmin(url, work) {
  // Not at load: the bootstrap loads this file before any package is installed.
  const { default: pg } = await import("pg");
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

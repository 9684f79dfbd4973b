import { rmSync } from "node:fs";
import { ensureCluster } from "./postgres-cluster.js";
import { createDatabase, dropDatabase } from "./postgres-databases.js";
import { removeElsewhere } from "./postgres-elsewhere.js";
import { clearStaleLock } from "./postgres-lock.js";
import { findPlace } from "./postgres-place.js";
import { launchRestartable } from "./postgres-restartable.js";

const HOST = "127.0.0.1";
const USER = "plimsoll";

/**
 * Starts a PostgreSQL of our own; see postgres.d.ts for the contract.
 *
 * @param {import("./postgres.js").PostgresOptions} options
 * @returns {Promise<import("./postgres.js").RunningPostgres>}
 */
export async function startPostgres(options) {
  const { settings = {}, isTemporary = false, log = () => {}, onServerLine, standbyOf } = options;
  const place = findPlace(options.dataDir, log);
  const password = await ensureCluster(place, USER, standbyOf);
  clearStaleLock(place.dataDir);
  const server = await launchRestartable({
    place,
    settings: { ...settings, listen_addresses: HOST, unix_socket_directories: "" },
    onServerLine,
  });
  const urlOf = (/** @type {string} */ database) =>
    `postgres://${USER}:${password}@${HOST}:${server.port}/${encodeURIComponent(database)}`;
  const adminUrl = urlOf("postgres");
  return {
    url: adminUrl,
    host: HOST,
    port: server.port,
    user: USER,
    password,
    get pid() {
      return server.pid();
    },
    dataDir: place.dataDir,
    lastLog: server.lastLog,
    hasDied: server.hasDied,
    async createDatabase(name) {
      await createDatabase(adminUrl, name);
      return urlOf(name);
    },
    dropDatabase: (name) => dropDatabase(adminUrl, name),
    restart: (downSeconds) => server.restart(downSeconds),
    async stop() {
      await server.stop();
      if (isTemporary) removeData(place);
    },
  };
}

/** @param {import("./postgres-place.js").Place} place */
function removeData({ dataDir, wantedDataDir }) {
  if (dataDir === wantedDataDir) rmSync(dataDir, { recursive: true, force: true });
  else removeElsewhere(dataDir, wantedDataDir);
}

/** pg on libpq: what `pg.native` gives when pg-native is installed. */
module.exports = require("pg").native;

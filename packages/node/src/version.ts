/** This package's version, as its scope in telemetry. A test keeps it equal to package.json. */
export const VERSION = "0.0.0";

/** The one data source that `${datasource}` leads to. */
export const SOURCE_UID = "prometheus";

// A plain script, not a module: @grafana/runtime 13.2.2 reads these globals while its module is evaluated, and a bundle with
// split chunks evaluates those before the first line of its entry.
window.__grafana_public_path__ = "/";
window.grafanaBootData = { settings: {}, user: {}, navTree: [] };

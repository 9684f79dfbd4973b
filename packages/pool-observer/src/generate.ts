import { writeFileSync } from "node:fs";
import { findingsPage } from "./findings/findings-page.ts";

const page = new URL("../../../../docs/config-findings.md", import.meta.url);
writeFileSync(page, findingsPage());

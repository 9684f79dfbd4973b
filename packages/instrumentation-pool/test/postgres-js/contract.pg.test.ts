import { poolContract } from "../pool-contract.ts";
import { postgresDriver } from "./postgres-driver.ts";

poolContract(postgresDriver);

import { attributionContract } from "../attribution-contract.ts";
import { poolContract } from "../pool-contract.ts";
import { postgresDriver } from "./postgres-driver.ts";

poolContract(postgresDriver);
attributionContract(postgresDriver);

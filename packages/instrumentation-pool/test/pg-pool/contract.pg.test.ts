import { attributionContract } from "../attribution-contract.ts";
import { poolContract } from "../pool-contract.ts";
import { usedBeforeContract } from "../used-before-contract.ts";
import { pgPoolDriver } from "./pg-pool-driver.ts";

usedBeforeContract(pgPoolDriver);
poolContract(pgPoolDriver);
attributionContract(pgPoolDriver);

import { attributionContract } from "../attribution-contract.ts";
import { poolContract } from "../pool-contract.ts";
import { usedBeforeContract } from "../used-before-contract.ts";
import { knexDriver } from "./knex-driver.ts";

usedBeforeContract(knexDriver);
poolContract(knexDriver);
attributionContract(knexDriver);

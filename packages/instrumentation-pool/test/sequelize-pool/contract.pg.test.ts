import { attributionContract } from "../attribution-contract.ts";
import { poolContract } from "../pool-contract.ts";
import { usedBeforeContract } from "../used-before-contract.ts";
import { sequelizeDriver } from "./sequelize-driver.ts";

usedBeforeContract(sequelizeDriver);
poolContract(sequelizeDriver);
attributionContract(sequelizeDriver);

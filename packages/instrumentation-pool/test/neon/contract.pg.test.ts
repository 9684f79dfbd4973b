import t from "tap";
import { attributionContract } from "../attribution-contract.ts";
import { poolContract } from "../pool-contract.ts";
import { usedBeforeContract } from "../used-before-contract.ts";
import { connectThrough, neon, neonDriver } from "./neon-driver.ts";
import { startWebSocketProxy } from "./web-socket-proxy.ts";

const proxy = await startWebSocketProxy();
connectThrough(neon, proxy.address);
t.teardown(() => proxy.close());

usedBeforeContract(neonDriver);
poolContract(neonDriver);
attributionContract(neonDriver);

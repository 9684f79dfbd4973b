import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const require = createRequire(import.meta.url);

// Not by its types: they name packages that it does not depend on.
interface Generator {
  generate(options: object): Promise<void>;
}

interface GeneratorPackage {
  readonly PrismaClientJsGenerator: new (options: object) => Generator;
}

interface DmmfPackage {
  getDMMF(options: { datamodel: string }): Promise<object>;
}

const DATAMODEL = `
generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}

model Order {
  id     Int    @id
  status String
  @@map("orders")
}
`;

const OUTPUT = fileURLToPath(new URL("../prisma-client", import.meta.url));

/**
 * Generates the Prisma client of the app by the generator that `prisma generate` runs. The command itself would first download an engine for
 * migrations, which a client does not use: since version 7 it has a query compiler in WebAssembly, and the adapter's pool.
 */
export async function generatePrismaClient(): Promise<void> {
  // Its ES modules cannot be loaded: they import files without their extension (7.10.0).
  const { PrismaClientJsGenerator } = require("@prisma/client-generator-js") as GeneratorPackage;
  const dmmf = require("@prisma/get-dmmf") as DmmfPackage;
  const generator = new PrismaClientJsGenerator({
    shouldResolvePrismaClient: false,
    runtimePath: join(dirname(require.resolve("@prisma/client/package.json")), "runtime"),
  });
  await generator.generate({
    datamodel: DATAMODEL,
    datasources: [{ name: "db", provider: "postgresql", activeProvider: "postgresql" }],
    dmmf: await dmmf.getDMMF({ datamodel: DATAMODEL }),
    generator: {
      name: "client",
      provider: { value: "prisma-client-js", fromEnvVar: null },
      output: { value: OUTPUT, fromEnvVar: null },
      config: {},
      previewFeatures: [],
      isCustomOutput: true,
    },
    schemaPath: join(OUTPUT, "schema.prisma"),
  });
}

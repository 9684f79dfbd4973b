import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "#prisma-client";
import { GATE, SCHEMA, serve } from "#serve";

serve(async ({ url, name, max }) => {
  const adapter = new PrismaPg({ connectionString: url, application_name: name, max });
  const prisma = new PrismaClient({ adapter });
  for (const statement of SCHEMA) await prisma.$executeRawUnsafe(statement);
  return {
    async query() {
      const order = await prisma.order.findUniqueOrThrow({ where: { id: 7 } });
      return order.status;
    },
    transaction: () =>
      prisma.$transaction(async (transaction) => {
        await transaction.order.create({ data: { id: 8, status: "new" } });
        return transaction.order.count();
      }),
    failing: () => prisma.$queryRawUnsafe("select * from missing"),
    contended: () => prisma.$queryRawUnsafe(GATE).then(() => "passed"),
    end: () => prisma.$disconnect(),
  };
});

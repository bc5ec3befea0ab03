// House lint rules. A verb that changes data (calls withTransaction) asks for permission first and writes to the log.
const opensTransaction = (node) => node.callee.type === "Identifier" && node.callee.name === "withTransaction";

const mutationGuards = {
  create(context) {
    const frames = [];
    const enter = () => frames.push({ transaction: null, permission: false, audit: false });
    const leave = () => {
      const frame = frames.pop();
      const parent = frames.at(-1);
      if (!frame) return;
      if (frame.transaction && parent === undefined) {
        if (!frame.permission)
          context.report({
            node: frame.transaction,
            message: "A verb asks requirePermission before it opens a transaction.",
          });
        if (!frame.audit)
          context.report({ node: frame.transaction, message: "A verb calls writeAudit inside its transaction." });
      } else if (parent) {
        parent.transaction ??= frame.transaction;
        parent.permission ||= frame.permission;
        parent.audit ||= frame.audit;
      }
    };
    return {
      FunctionDeclaration: enter,
      "FunctionDeclaration:exit": leave,
      FunctionExpression: enter,
      "FunctionExpression:exit": leave,
      ArrowFunctionExpression: enter,
      "ArrowFunctionExpression:exit": leave,
      CallExpression(node) {
        const frame = frames.at(-1);
        if (!frame || node.callee.type !== "Identifier") return;
        if (opensTransaction(node)) frame.transaction = node;
        if (node.callee.name === "requirePermission") frame.permission = true;
        if (node.callee.name === "writeAudit") frame.audit = true;
      },
    };
  },
};

export default { meta: { name: "toguna" }, rules: { "mutation-guards": mutationGuards } };

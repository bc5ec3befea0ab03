// The door of evidence for whoever checks a bundle without a server.
export { verifyBundle } from "./verify-bundle.ts";

// The door to local certificates.
export { makeCertificate, type MadeCertificate } from "./make-certificate.ts";

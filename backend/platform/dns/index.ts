// Looks TXT records up with the name servers of the configuration.
export { lookUpTxt, type TxtLookup } from "./look-up-txt.ts";

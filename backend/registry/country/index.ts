// The door to country files.
export { type Area, type CountryFile, loadCountry, phonePlanOf, sayHours } from "./load-country.ts";

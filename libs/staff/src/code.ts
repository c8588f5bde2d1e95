/** Ids of people and units: lower-case letters, digits and single dots inside, at most 64, e.g. `li.na`. */
export const code = /^(?=.{1,64}$)[a-z0-9]+(\.[a-z0-9]+)*$/;

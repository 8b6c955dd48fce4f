/** What a project uses of a client, by the names of generated code. */
export interface Uses {
  /** Types and classes that it names: `Customer`. */
  readonly names: ReadonlySet<string>;
  /** Members that it reads, writes or calls, with their owner: `Customer.phoneNumber`, `CustomersResource.get`. */
  readonly members: ReadonlySet<string>;
  /** Types whose values come from, or go to, types that are not the client's: all of them counts as used. */
  readonly whole: ReadonlySet<string>;
  /** Every text of the project: masks, scopes and locations are among them. */
  readonly texts: ReadonlySet<string>;
}

/** What several sources of a project use together. */
export function joinUses(all: readonly Uses[]): Uses {
  const joined = (key: keyof Uses): Set<string> => new Set(all.flatMap((each) => [...each[key]]));
  return {
    names: joined("names"),
    members: joined("members"),
    whole: joined("whole"),
    texts: joined("texts"),
  };
}

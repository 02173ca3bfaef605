const SUBJECTS = ['tides', 'bees', 'trains', 'glaciers', 'bread', 'maps', 'lighthouses', 'owls', 'rivers', 'clocks'];
const FORMS = ['a short history of', 'five facts about', 'an interview about', 'a beginner’s guide to', 'the future of'];

/** The fifty prompts of a run. */
export const prompts: readonly string[] = SUBJECTS.flatMap((subject) => FORMS.map((form) => `${form} ${subject}`));

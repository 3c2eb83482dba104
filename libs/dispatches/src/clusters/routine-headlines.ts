/**
 * Headlines that are made after a pattern, as data.
 *
 * `furniture` is a formula that says how a piece is told, not what happened ("Séisme au Chili : ce que l’on sait"): its
 * words are dropped before anything is compared, or every such piece would look like every other. `series` are pieces
 * that come back every day under nearly the same words; two of them are one event only when they are of one series, of
 * one day, and no number tells them apart ("La Bourse de Paris termine en hausse de 0,8 %"). A `roundup` tells several
 * events at once and belongs with none of them.
 */
export interface RoutinePhrases {
  readonly furniture: string;
  readonly series: Readonly<Record<string, string>>;
}

export const ROUTINE_PHRASES: Readonly<Record<string, RoutinePhrases>> = {
  fr: {
    furniture: `ce qu’il faut savoir, ce que l’on sait, ce qu’on sait, ce qu’il faut retenir, en direct, en images, en vidéo,
      en cartes, en bref, que sait-on, on fait le point, le point sur, les images, vidéo, direct, analyse, décryptage,
      reportage, portrait, entretien, éditorial, tribune, dernière minute, urgent, flash, exclusif, info exclusive, cinq questions, trois questions,
      les faits du jour, pas à pas, qui est, qui était, pourquoi, explications, témoignages, récit`,
    series: {
      roundup: `l’essentiel de l’actualité, l’actualité de la semaine, les infos à retenir, les informations à retenir, revue de presse, le journal de, les titres du jour,
        l’actu de la nuit, l’actualité du jour, le brief, la semaine en images, les cinq infos, les cinq actualités, cinq choses à savoir, l’agenda de la semaine, matinale, à la une ce, ce qu’il ne fallait pas manquer`,
      weather: `météo, vigilance orange, vigilance jaune, vigilance rouge, prévisions météo, bulletin météo, temps pour, alerte météo`,
      market: `la Bourse de, les Bourses, CAC 40, Wall Street, clôture en, ouvre en, termine en, marchés financiers, point marchés, cours du pétrole, ouvrent en ordre, l’euro face au dollar`,
      results: `résultats et classement, tous les résultats, programme tv, tirage du loto, horoscope, mots croisés`,
    },
  },
  en: {
    furniture: `what we know, what to know, what you need to know, everything you need to know, live updates, live, as it
      happened, in pictures, in maps, explained, explainer, analysis, watch, video, breaking, exclusive, opinion,
      who is, who was, why, so far, key takeaways, takeaways, timeline, profile, at a glance`,
    series: {
      roundup: `things to know, morning briefing, evening briefing, the week in, week in pictures, news roundup, roundup,
        top stories, headlines today, press review, daily briefing, newsletter, five stories, what the papers say, the papers, news quiz`,
      weather: `weather, forecast, yellow warning, amber warning, red warning, weather warning`,
      market: `wall street, stocks close, stocks end, shares close, ftse 100, dow jones, s p 500, nasdaq, markets wrap, nikkei, stocks open, oil prices, asian shares, european shares, stocks`,
      results: `results and standings, lottery results, lottery numbers, horoscope, crossword, tv guide, fixtures`,
    },
  },
  es: {
    furniture: `lo que sabemos, lo que se sabe, lo que hay que saber, en directo, en vivo, en imágenes, última hora, vídeo, video,
      análisis, entrevista, claves, quién es, por qué`,
    series: {
      roundup: `resumen de noticias, las noticias del día, revista de prensa, titulares, lo más destacado`,
      weather: `el tiempo, pronóstico del tiempo, aviso amarillo, aviso naranja`,
      market: `la bolsa, ibex 35, wall street, cierra con, abre con`,
      results: `resultados y clasificación, lotería, horóscopo`,
    },
  },
};

/** A weekday named in a series piece is its date: "vigilance orange mardi" is not the one of Wednesday. */
export const WEEKDAYS: Readonly<Record<string, string>> = {
  fr: 'lundi mardi mercredi jeudi vendredi samedi dimanche',
  en: 'monday tuesday wednesday thursday friday saturday sunday',
  es: 'lunes martes miércoles jueves viernes sábado domingo',
};

/**
 * The stories in the order in which an edition speaks of them: in subject, preheader and "L'essentiel". The assembly ranks
 * by score, wherever a story's section stands; a story without a rank, because the desk gave it its place or because
 * nothing was ranked, goes by that place. Pure.
 */
export function leadingStories<Story extends { readonly rank?: number | undefined }>(
  inOrder: readonly Story[],
): Story[] {
  return inOrder
    .map((story, place) => ({ story, place, rank: story.rank ?? place }))
    .sort((a, b) => a.rank - b.rank || a.place - b.place)
    .map(({ story }) => story);
}

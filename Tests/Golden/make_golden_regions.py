"""Makes golden_regions.json: three training steps on regions and phrases, by PyTorch's autograd.

As make_golden.py and make_golden_similarity.py, with the same branches, head and Adam. The batch is one of phrase
localization: phrases of several regions, regions of several phrases, phrases of several photos, pairs that are neither
right nor wrong. The ranking loss looks for its negatives in the whole batch, and in the anchor's own photo first; the
similarity network in the phrase's photo first, and for other regions only.

Run: python make_golden_regions.py   (needs torch)
"""

import json
import pathlib

import torch

import make_golden as base
import make_golden_similarity as similarity

# For each text of the data the regions it means, and those that overlap its box too little for that and too much for
# the contrary. Photos: regions 0 to 5, 6 to 11, 12 to 17 and 18 to 23.
IMAGES_OF_TEXT = [[0, 1, 7], [0, 2], [6, 7, 8], [12, 13], [13, 14, 18], [19, 20], [9], [3, 21], [5, 16]]
AMBIGUOUS = [[2, 6], [1], [9], [14], [12, 19], [18], [8], [4], []]
IMAGE_COUNT = 24
# Photo by photo: rows of the data in the batch. Some regions, and the last text, are not in it.
IMAGES = [[0, 2, 1, 3, 5], [7, 6, 9, 10, 8], [13, 12, 15, 14], [18, 20, 19, 22, 21, 23]]
TEXTS = [[0, 1, 7], [0, 2, 6], [3, 4], [4, 5, 7]]
TOP_VIOLATIONS, NEGATIVES = 3, 4

POSITIVE, NEGATIVE, NEITHER = 1, -1, 0


def photos(groups):
    return [photo for photo, rows in enumerate(groups) for _ in rows]


IMAGE_ROWS, IMAGE_PHOTOS = sum(IMAGES, []), photos(IMAGES)
TEXT_ROWS, TEXT_PHOTOS = sum(TEXTS, []), photos(TEXTS)


def relation(text, image):
    if image in IMAGES_OF_TEXT[text]:
        return POSITIVE
    return NEITHER if image in AMBIGUOUS[text] else NEGATIVE


def relation_alike(one, other, links):
    """Of two of a kind by the other kind: `links(item, word)` has what is positive, or ambiguous, with an item."""
    if links(one, POSITIVE) & links(other, POSITIVE):
        return POSITIVE
    unsure = links(one, POSITIVE) & links(other, NEITHER) or links(one, NEITHER) & links(other, POSITIVE)
    return NEITHER if unsure else NEGATIVE


def of_text(text, word):
    return {image for image in range(IMAGE_COUNT) if relation(text, image) == word}


def of_image(image, word):
    return {text for text in range(len(IMAGES_OF_TEXT)) if relation(text, image) == word}


def term(table, relations, photos_of, own_photo_first, alike):
    """Mean over (anchor, positive) pairs of the mean of the largest hinges.

    Args:
        relations: of each anchor with each candidate.
        photos_of: of the anchors, and of the candidates.
        own_photo_first: the negatives of the anchor's photo count before all others, whatever their hinges.
        alike: anchors are candidates too; only the farthest positive makes a pair.
    """
    means = []
    for anchor, row in enumerate(relations):
        others = [c for c in range(len(row)) if not (alike and c == anchor)]
        positives = [c for c in others if row[c] == POSITIVE]
        if alike and positives:
            positives = [max(positives, key=lambda c: table[anchor, c].item())]
        for match in positives:
            hinges = {c: torch.relu(base.MARGIN + table[anchor, match] - table[anchor, c]) for c in others if row[c] == NEGATIVE}
            foreign = {c: own_photo_first and photos_of[1][c] != photos_of[0][anchor] for c in hinges}
            chosen = sorted(hinges, key=lambda c: (foreign[c], -hinges[c].item()))[:TOP_VIOLATIONS]
            means.append(torch.stack([hinges[c] for c in chosen]).mean())
    return torch.stack(means).mean()


def loss_terms(images, texts, own_photo_first):
    match = [[relation(text, image) for image in IMAGE_ROWS] for text in TEXT_ROWS]
    transposed = [list(column) for column in zip(*match)]
    near_images = [[relation_alike(a, b, of_image) for b in IMAGE_ROWS] for a in IMAGE_ROWS]
    near_texts = [[relation_alike(a, b, of_text) for b in TEXT_ROWS] for a in TEXT_ROWS]
    text, image = (texts, TEXT_PHOTOS), (images, IMAGE_PHOTOS)

    def part(anchors, candidates, relations, alike):
        table = base.distances(anchors[0], candidates[0])
        return term(table, relations, (anchors[1], candidates[1]), own_photo_first, alike)

    terms = {
        "sentenceAnchor": part(text, image, match, False),
        "imageAnchor": part(image, text, transposed, False),
        "imageNeighbors": part(image, image, near_images, True),
        "sentenceNeighbors": part(text, text, near_texts, True),
    }
    return {name: base.WEIGHTS[name] * value for name, value in terms.items()}


def pairs(step):
    """Each positive pair, and behind it negatives with other regions: of the phrase's photo, then of all."""
    result, number = [], 0
    for t, text in enumerate(TEXT_ROWS):
        words = [relation(text, image) for image in IMAGE_ROWS]
        for i in [i for i, word in enumerate(words) if word == POSITIVE]:
            stream = similarity.words(step, number)
            left = [j for j, word in enumerate(words) if word == NEGATIVE]
            result.append((t, i, 1.0))
            for _ in range(NEGATIVES):
                near = [j for j in left if IMAGE_PHOTOS[j] == TEXT_PHOTOS[t]]
                drawn = similarity.pick(near or list(left), stream)
                left.remove(drawn)
                result.append((t, drawn, -1.0))
            number += 1
    return result


def make_inputs():
    """Numbers that float32 holds exactly; a text has the same row wherever it stands."""
    generator = torch.Generator().manual_seed(17)
    images = torch.randn(len(IMAGE_ROWS), base.IMAGE_COLUMNS, generator=generator)
    texts = torch.randn(len(IMAGES_OF_TEXT), base.TEXT_COLUMNS, generator=generator)
    texts *= torch.rand(texts.shape, generator=generator) < 0.35
    return images, texts[TEXT_ROWS]


def run(dtype, make_model, losses_of, clear_biases):
    model = make_model().to(dtype)
    images, texts = (rows.to(dtype) for rows in make_inputs())
    adam, losses, record = base.optimizer(model), [], {}
    for step in range(base.STEPS):
        adam.zero_grad()
        terms = losses_of(model, images, texts, step)
        sum(terms.values()).backward()
        clear_biases(model)
        if step == 0:
            record["gradients"] = {name: base.flat(p.grad) for name, p in model.named_parameters()}
        losses.append({name: value.item() for name, value in terms.items()})
        adam.step()
    record |= {"losses": losses, "parametersAfter": base.named(model.named_parameters())}
    return record | {"runningAfter": base.named(model.named_buffers())}


def checked(*model):
    golden, check = (run(dtype, *model) for dtype in (torch.float64, torch.float32))
    base.require_agreement(golden, check)
    return golden


def ranking(own_photo_first):
    def losses_of(model, images, texts, step):
        embeddings = model["image_branch"](images, step), model["text_branch"](texts, step)
        return loss_terms(*embeddings, own_photo_first)

    return checked(base.make_model, losses_of, base.clear_first_biases)


def logistic():
    def losses_of(model, images, texts, step):
        return {"loss": similarity.loss(model, images, texts, step, pairs(step))}

    golden = checked(similarity.make_model, losses_of, similarity.clear_biases_before_norms)
    return golden | {"losses": [step["loss"] for step in golden["losses"]]}


def starts(groups):
    return [sum(len(rows) for rows in groups[:count]) for count in range(len(groups) + 1)]


def main():
    images, texts = make_inputs()
    golden = {
        "imagesOfText": IMAGES_OF_TEXT, "ambiguous": AMBIGUOUS, "imageCount": IMAGE_COUNT, "images": IMAGE_ROWS,
        "imageStarts": starts(IMAGES), "texts": TEXT_ROWS, "textStarts": starts(TEXTS),
        "imageInput": base.flat(images), "textInput": base.flat(texts), "topViolations": TOP_VIOLATIONS,
        "negatives": NEGATIVES, "parameters": base.named(similarity.make_model().named_parameters()),
        "ranking": {"batch": ranking(False), "neighborhood-first": ranking(True)}, "similarity": logistic(),
    }
    assert all(golden["parameters"][name] == flat for name, flat in base.named(base.make_model().named_parameters()).items())
    path = pathlib.Path(__file__).with_name("golden_regions.json")
    path.write_text(json.dumps(golden, indent=None) + "\n")
    print(f"{path.name}: {path.stat().st_size} bytes, losses {[part['losses'] for part in golden['ranking'].values()]}")
    print(f"similarity: {golden['similarity']['losses']}")


if __name__ == "__main__":
    main()

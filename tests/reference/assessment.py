"""Assessment again, slow and obvious: people are dicts, none of the package's rules."""

from karier.randomness import ASSESSMENT, ASSESSMENT_MORE, normal, words


def open_file(view, kinds, now):
    """What the institution believes of everybody: the truth, an error, the ends of the scale."""
    b = view["baseline"]
    for uid, person in view["people"].items():
        first, more = words(now.seed, ASSESSMENT, uid, 0), words(now.seed, ASSESSMENT_MORE, uid, 0)
        errors = [normal(first[0], first[1]), normal(first[2], first[3]), normal(more[0], more[1])]
        sd = b["competence_sd"][kinds[person["type"]]["family"]]
        for k in range(3):
            seen = person["base"][k] + person["gain"][k] + b["assessment_error"][0] * sd[k] * errors[k]
            person["believed"][k] = min(max(seen, 1.0), 5.0)
        person["believed_month"] = now.month

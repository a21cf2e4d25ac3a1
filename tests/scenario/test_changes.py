"""A plan that extends another keeps its description, with what it does otherwise."""


def told(town, tmp_path, text, name="mine.yaml"):
    (tmp_path / name).write_text(text)
    town("courses.yaml")  # writes the plan that is extended
    return town(name).description


def test_what_a_plan_changes_is_added_to_the_description_it_takes_over(town, tmp_path):
    found = told(town, tmp_path, "extends: ./courses.yaml\nlevers: {course: {start: 2028-01-01, set: {hours: 60}}}\n")
    assert found["en"] == (
        "More of them Changed: course.start 2028-01-01 (before 2027-01-01), course.hours 60 (before 40)."
    )
    assert found["id"].endswith("Diubah: course.start 2028-01-01 (semula 2027-01-01), course.hours 60 (semula 40).")


def test_a_value_that_was_not_planned_before_was_todays(town, tmp_path):
    text = "extends: ./courses.yaml\nlevers: {course: {dose: 0.5}}\n"
    assert told(town, tmp_path, text)["en"].endswith("Changed: course.dose 0.5 (before as today).")


def test_a_description_of_its_own_and_a_plan_without_changes_are_left_alone(town, tmp_path):
    own = "extends: ./courses.yaml\ndescription: {id: Punya saya, en: Mine}\nlevers: {course: {set: {hours: 60}}}\n"
    assert told(town, tmp_path, own)["en"] == "Mine"
    assert told(town, tmp_path, "extends: ./courses.yaml\nlabel: {id: a, en: b}\n", "same.yaml")["en"] == "More of them"


def test_changes_over_several_files_are_told_against_the_one_that_is_described(town, tmp_path):
    (tmp_path / "middle.yaml").write_text("extends: ./courses.yaml\nlevers: {course: {set: {hours: 60}}}\n")
    found = told(town, tmp_path, "extends: ./middle.yaml\nlevers: {course: {set: {seats: 30}}}\n")
    assert found["en"].endswith("Changed: course.hours 60 (before 40), course.seats 30 (before 21).")

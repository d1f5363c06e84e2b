namespace AltogicAuth.RateLimiting;

/// <summary>Looks at the limits inside the options too, and names a wrong setting by its full key.</summary>
public sealed class RateLimitValidation : IValidateOptions<RateLimitOptions>
{
    public ValidateOptionsResult Validate(string? name, RateLimitOptions options)
    {
        var problems = Check(RateLimitOptions.Section, options).ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Check(string section, object options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => $"{section}:{result.MemberNames.Single()}: {result.ErrorMessage}")
            .Concat(options.GetType().GetProperties()
                .Where(property => property.PropertyType == typeof(FormLimits) || property.PropertyType == typeof(LimitOptions))
                .SelectMany(property => Check($"{section}:{property.Name}", property.GetValue(options)!)));
    }
}
